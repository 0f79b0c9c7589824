/** Whether it has this field, of its own or from its class. Fields that every object, array or buffer has do not count. */
export function hasField(object: object, key: PropertyKey): boolean {
  return Object.hasOwn(object, key) || (key !== 'constructor' && inherits(object, key));
}

/** Whether it has a getter of its class, or a default that a decoder keeps on its prototype. */
function inherits(object: object, key: PropertyKey): boolean {
  let prototype: object | null = Object.getPrototypeOf(object);
  while (prototype && !Object.hasOwn(prototype, key)) prototype = Object.getPrototypeOf(prototype);
  return prototype !== null && !isBuiltIn(prototype);
}

/** `Array.prototype` and its like, of any realm. */
function isBuiltIn({ constructor }: object): boolean {
  return typeof constructor !== 'function' || /\[native code\]/.test(Function.prototype.toString.call(constructor));
}

/** The fields that partial matching compares: its own enumerable ones, with names or symbols. */
export function fieldsOf(object: object): PropertyKey[] {
  const isEnumerable = (key: PropertyKey) => Object.prototype.propertyIsEnumerable.call(object, key);
  return [...Object.keys(object), ...Object.getOwnPropertySymbols(object).filter(isEnumerable)];
}
