import type { NamedValues } from '../codecs/named-values';
import { fieldsAdvice, hasFields } from '../text/named-fields';
import { check } from '../text/option-checks';

/** The values of cookies by their names; null and undefined leave one out. */
export type Cookies = { readonly [name: string]: string | number | boolean | null | undefined };

/** RFC 6265 §4.1.1. */
const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const VALUE = /^[!#-+\--:<-[\]-~]*$/;

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isValue = (value: unknown) => value == null || (isScalar(value) && VALUE.test(String(value)));

export const cookies = check<Cookies>(
  'an object of names and values that a Cookie header can carry',
  (value) => hasFields(value) && Object.entries(value).every(([name, one]) => NAME.test(name) && isValue(one)),
  {
    advice: (value) => {
      if (!hasFields(value)) return fieldsAdvice(value);
      const wrong = Object.entries(value).find(([, one]) => isScalar(one) && !isValue(one));
      return wrong && `Encode the value of ${JSON.stringify(wrong[0])} with encodeURIComponent().`;
    },
  },
);

/** The headers, with these cookies after those that they already have. */
export function withCookies(headers: NamedValues, cookies: Cookies = {}): NamedValues {
  const pairs = Object.entries(cookies).flatMap(([name, value]) => (value == null ? [] : `${name}=${value}`));
  if (pairs.length === 0) return headers;
  const [name = 'Cookie'] = Object.keys(headers).filter((header) => /^cookie$/i.test(header));
  const given = [headers[name]].flat().filter((value) => value != null);
  return { ...headers, [name]: [...given, ...pairs].join('; ') };
}
