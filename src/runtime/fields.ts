/** Whether it has that field: one of its own, or of its class, but none that every object, array or buffer has. */
export function hasField(object: object, key: PropertyKey): boolean {
  return Object.hasOwn(object, key) || (key !== 'constructor' && inherits(object, key));
}

/** A getter of a class, or a default that a decoder keeps on its prototype. */
function inherits(object: object, key: PropertyKey): boolean {
  let prototype: object | null = Object.getPrototypeOf(object);
  while (prototype && !Object.hasOwn(prototype, key)) prototype = Object.getPrototypeOf(prototype);
  return prototype !== null && !isBuiltIn(prototype);
}

/** `Array.prototype` and its like, of any realm. */
function isBuiltIn({ constructor }: object): boolean {
  return typeof constructor !== 'function' || /\[native code\]/.test(Function.prototype.toString.call(constructor));
}

/** The fields that partial matching asks for: enumerable ones of its own, by names and symbols. */
export function fieldsOf(object: object): PropertyKey[] {
  const isEnumerable = (key: PropertyKey) => Object.prototype.propertyIsEnumerable.call(object, key);
  return [...Object.keys(object), ...Object.getOwnPropertySymbols(object).filter(isEnumerable)];
}
