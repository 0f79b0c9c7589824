import { grouped } from './grouped';

/** `1 message`, `2 messages`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1st`, `2nd`, `3rd`, `4th`, `11th`. */
export function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' }[PLURAL_RULES.select(number) as string] ?? 'th';
  return `${grouped(number)}${ending}`;
}

const PLURAL_RULES = new Intl.PluralRules('en', { type: 'ordinal' });
