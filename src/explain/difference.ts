import type { Equality } from '../expectations/expected';
import type { Message } from '../log/transcript';
import { oneLine } from '../text/show';
import type { Miss } from './closeness';
import type { NearestMiss } from './nearest-miss';

/** One thing in which a message differs from what was expected. */
export interface Difference extends Miss {
  readonly message: Message;
  readonly codecName: string;
  readonly equality: Equality;
  /** `#1`, `id of #1`. */
  readonly where: string;
}

/** How many of the differences are looked at. */
const LOOKED_AT = 3;

export function differencesOf({ message, wanted, closeness, expected }: NearestMiss, codecName: string): Difference[] {
  const { equality } = expected;
  const where = `#${message.number}`;
  const whole: Difference = { path: '', expected: wanted, received: message.value, message, codecName, equality, where };
  return closeness.misses.slice(0, LOOKED_AT).map((miss) => {
    return miss.path === '' ? whole : { ...whole, ...miss, where: `${oneLine(miss.path)} of ${where}` };
  });
}
