/**
 * Answers in which an entity that comes again is a stub (Santosa 2023).
 *
 * Always true: inflating what the server deflated gives what it would have sent otherwise. An entity is an object with a
 * `__typename` and an `id`; its place is the keys that lead to it, without the positions in lists; a stub is an entity with
 * nothing else, and stands for the first one at its place that had more.
 */

/** Fills the stubs in. The answer is changed in place, and an entity that came again is the same object as the first. */
export function inflate<Answer>(answer: Answer): Answer {
  return filled(answer, new Place()) as Answer;
}

/** Where in an answer something stands. */
class Place {
  private readonly below = new Map<string, Place>();
  /** The first entity with a body that stood here, by type and id. */
  readonly sent = new Map<string, object>();

  at(key: string): Place {
    let place = this.below.get(key);
    if (!place) this.below.set(key, (place = new Place()));
    return place;
  }
}

function filled(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) {
    value.forEach((item, index) => (value[index] = filled(item, place)));
    return value;
  }
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  const { __typename: type, id } = object;
  if (typeof type === "string" && typeof id === "string") {
    const name = `${type.length}:${type}${id}`;
    const first = place.sent.get(name);
    if (keys.length === 2) return first ?? object;
    if (!first) place.sent.set(name, object);
  }
  for (const key of keys) {
    const before = object[key];
    const after = filled(before, place.at(key));
    // defined, not assigned: a key may be `__proto__`
    if (after !== before) Object.defineProperty(object, key, { value: after, configurable: true, enumerable: true, writable: true });
  }
  return object;
}
