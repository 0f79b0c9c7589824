/** The reader's place in the report, which the part of the address after `#` names. */
export type ReportPlace =
  | { readonly view: 'tests' }
  | { readonly view: 'waits' }
  | { readonly view: 'contract' }
  | { readonly view: 'search'; readonly find: string }
  | {
      readonly view: 'test';
      readonly test: string;
      /** From 0 on; without it, the last one. */
      readonly attempt?: number;
      /** The key of a row: `event=12`. */
      readonly row?: string;
      readonly find?: string;
    };

const ROWS = ['event', 'wait', 'request', 'output', 'failure', 'omitted', 'fold', 'lines', 'forgotten'];

export function placeOf(hash: string): ReportPlace {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const find = fields.get('find') ?? '';
  const test = fields.get('test');
  if (test === null) {
    if (fields.has('search')) return { view: 'search', find: fields.get('search') ?? '' };
    if (fields.has('contract')) return { view: 'contract' };
    return { view: fields.has('waits') ? 'waits' : 'tests' };
  }
  const attempt = Number(fields.get('attempt') ?? '');
  const kind = ROWS.find((name) => /^\d+$/.test(fields.get(name) ?? ''));
  return {
    view: 'test',
    test,
    ...(Number.isSafeInteger(attempt) && attempt >= 1 && { attempt: attempt - 1 }),
    ...(kind && { row: `${kind}=${Number(fields.get(kind))}` }),
    ...(find && { find }),
  };
}

export function hashOf(place: ReportPlace): string {
  switch (place.view) {
    case 'tests':
      return '#';
    case 'waits':
      return '#waits';
    case 'contract':
      return '#contract';
    case 'search':
      return `#search=${encodeURIComponent(wellFormed(place.find))}`;
    default: {
      const attempt = place.attempt === undefined ? '' : `&attempt=${place.attempt + 1}`;
      const find = place.find ? `&find=${encodeURIComponent(wellFormed(place.find))}` : '';
      return `#test=${encodeURIComponent(wellFormed(place.test))}${attempt}${place.row ? `&${place.row}` : ''}${find}`;
    }
  }
}

/** A text without lone surrogates, which an address cannot have. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');
