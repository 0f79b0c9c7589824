import type { NamedValues } from '../codecs/named-values';

/**
 * The headers of `base`, overridden by those of `over`, whatever the case of their names (RFC 9110 §5.1). Null and
 * undefined remove a header.
 */
export function mergeHeaders(base: NamedValues = {}, over: NamedValues = {}): NamedValues {
  const said = new Set(Object.keys(over).map((name) => name.toLowerCase()));
  const kept = Object.entries(base).filter(([name]) => !said.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...over };
}

/** As Node's http takes them. */
export function headersOf(headers: NamedValues): Record<string, string | string[]> {
  const said = Object.entries(headers).filter(([, value]) => value != null);
  return Object.fromEntries(said.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]));
}
