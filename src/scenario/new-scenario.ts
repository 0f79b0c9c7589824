import type { Engine } from '../client/engine';
import type { CallLocation } from '../runtime/call-location';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { Scenario } from './scenario';

/**
 * A scenario without steps.
 * @throws {UsageError} when the name is not a text, or is empty.
 */
export function newScenario(engine: Engine, location: CallLocation, name: unknown): Scenario {
  if (typeof name !== 'string' || name === '')
    throw new UsageError(`scenario() takes the user's name, such as 'user_1', not ${show(name)}.`);
  return new Scenario({ name, order: 'any', timeouts: {}, steps: [] }, { engine, location, isPart: false });
}
