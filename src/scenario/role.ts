import type { WebSocketClient } from '../client/client';
import type { Connection } from '../connection/connection';
import type { Ending } from '../connection/ending';
import type { QueuedExpectation } from '../expectations/queued-expectation';
import type { ScenarioResponse } from './http-request';
import type { Parts } from './steps';

/** One user in a run, also after its end. */
export class Role {
  client: WebSocketClient | undefined;
  connection: Connection | undefined;
  queued: QueuedExpectation | undefined;
  /** How the connection has ended, where messages of it cannot be judged yet. */
  ending: Ending | undefined;
  readonly responses: ScenarioResponse[] = [];
  /** When it connected, on the clock of `performance.now()`. */
  since = Number.POSITIVE_INFINITY;

  constructor(readonly parts: Parts) {}
}
