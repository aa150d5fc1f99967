// What differs between two schemas in what exists in both. What ours lacks is no difference (a client is told so by
// validation) but where it changes what a field that both have takes: a missing argument is one.

import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isRequiredArgument, isRequiredInputField, isScalarType, isUnionType } from "graphql";

/** Every difference, as `{ place, ours, theirs }`. */
export function compare(ours, theirs) {
  const found = [];
  const told = (place, ours, theirs) => found.push({ place, ours: String(ours), theirs: String(theirs) });
  for (const type of Object.values(ours.getTypeMap()).filter((type) => !isIntrospectionType(type))) {
    const other = theirs.getType(type.name);
    if (!other) continue;
    if (kind(type) !== kind(other)) told(type.name, kind(type), kind(other));
    else if (isObjectType(type) || isInterfaceType(type)) fields(type, other, ours, told);
    else if (isInputObjectType(type)) inputs(type, other, told);
    else if (isUnionType(type)) members(type, other, ours, told);
  }
  for (const directive of ours.getDirectives()) {
    const other = theirs.getDirective(directive.name);
    if (other) takes(`@${directive.name}`, directive.args, other.args, told);
  }
  return found.sort((a, b) => (a.place < b.place ? -1 : 1));
}

export function kind(type) {
  const kinds = { object: isObjectType, interface: isInterfaceType, input: isInputObjectType, union: isUnionType, enum: isEnumType, scalar: isScalarType };
  return Object.keys(kinds).find((name) => kinds[name](type));
}

function fields(type, other, ours, told) {
  for (const field of Object.values(type.getFields())) {
    const same = other.getFields()[field.name];
    if (!same) continue;
    const place = `${type.name}.${field.name}`;
    if (String(field.type) !== String(same.type)) told(place, field.type, same.type);
    takes(place, field.args, same.args, told);
  }
  const has = type.getInterfaces().map((one) => one.name);
  for (const { name } of other.getInterfaces()) {
    if (ours.getType(name) && !has.includes(name)) told(`${type.name} implements ${name}`, "no", "yes");
  }
}

function takes(place, args, others, told) {
  for (const other of others) {
    const own = args.find((arg) => arg.name === other.name);
    if (!own) told(`${place}(${other.name})`, "absent", other.type);
    else if (String(own.type) !== String(other.type)) told(`${place}(${other.name})`, own.type, other.type);
    else if (String(own.defaultValue) !== String(other.defaultValue)) {
      told(`${place}(${other.name}) when absent`, JSON.stringify(own.defaultValue), JSON.stringify(other.defaultValue));
    }
  }
  for (const own of args.filter(isRequiredArgument)) {
    if (!others.some((other) => other.name === own.name)) told(`${place}(${own.name})`, own.type, "absent");
  }
}

function inputs(type, other, told) {
  for (const field of Object.values(type.getFields())) {
    const same = other.getFields()[field.name];
    const place = `${type.name}.${field.name}`;
    if (same && String(field.type) !== String(same.type)) told(place, field.type, same.type);
    else if (!same && isRequiredInputField(field)) told(place, field.type, "absent");
  }
}

function members(type, other, ours, told) {
  const has = type.getTypes().map((one) => one.name);
  for (const { name } of other.getTypes()) {
    if (ours.getType(name) && !has.includes(name)) told(`${type.name} has ${name}`, "no", "yes");
  }
}
