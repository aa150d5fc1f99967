/** What the server does (crates/storefront/src/dedup.rs), over values in place of bytes, for tests. */

type Entity = { name: string; text: string; object: object; bare: boolean; inside: Entity[] };

/** What is sent for an answer: a copy with stubs, or undefined when it must stay plain. */
export function deflate(answer: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(answer));
  const entities: Entity[] = [];
  collect(copy, "", entities);
  const all = entities.flatMap(flat);
  const firsts = new Map<string, Entity>();
  const repeated = new Set<Entity>();
  for (const entity of all.filter((entity) => !entity.bare)) {
    const first = firsts.get(entity.name);
    if (!first) firsts.set(entity.name, entity);
    else if (first.text === entity.text) repeated.add(first);
  }
  const stubs: Entity[] = [];
  const seen = new Set<Entity>();
  const walk = (entity: Entity, whole: boolean): boolean => {
    const first = firsts.get(entity.name);
    const later = first !== undefined && first !== entity && seen.has(first);
    seen.add(entity);
    if (entity.bare) return !later;
    if (!whole && later && first.text === entity.text) {
      stubs.push(entity);
      return true;
    }
    return entity.inside.every((inner) => walk(inner, whole || repeated.has(entity)));
  };
  if (!entities.every((entity) => walk(entity, false))) return undefined;
  for (const { object } of stubs) {
    for (const key of Object.keys(object)) {
      if (key !== "__typename" && key !== "id") delete (object as Record<string, unknown>)[key];
    }
  }
  return stubs.length > 0 ? copy : undefined;
}

function flat(entity: Entity): Entity[] {
  return [entity, ...entity.inside.flatMap(flat)];
}

function collect(value: unknown, place: string, into: Entity[]): void {
  if (Array.isArray(value)) return value.forEach((item) => collect(item, place, into));
  if (typeof value !== "object" || value === null) return;
  const object = value as Record<string, unknown>;
  const { __typename: type, id } = object;
  const keys = Object.keys(object);
  const inside: Entity[] = [];
  if (typeof type === "string" && typeof id === "string") {
    const name = JSON.stringify([place, type, id]);
    into.push({ name, text: JSON.stringify(object), object, bare: keys.length === 2, inside });
    into = inside;
  }
  for (const key of keys) collect(object[key], `${place}/${JSON.stringify(key)}`, into);
}
