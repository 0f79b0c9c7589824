import type { Callee } from '../runtime/call-location';
import { realmOf } from '../runtime/realm';
import { guarded } from '../text/error-at';
import { type Checks, checkOptions } from '../text/options';

/**
 * Checks the options of a codec when it is made.
 * @throws at the user's line, with a sentence that names the option.
 */
export function checkCodecOptions(codec: Callee, options: unknown, checks: Checks): void {
  guarded(realmOf(globalThis), codec, () => checkOptions(options, checks, `${codec.name}()`));
}
