/** Values of a query or of headers; an array repeats the name. Null and undefined leave it out. */
export type NamedValues = { readonly [name: string]: Scalar | readonly Scalar[] | null | undefined };
type Scalar = string | number | boolean;
