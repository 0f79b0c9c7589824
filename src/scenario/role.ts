import type { WebSocketClient } from '../client/client';
import type { Connection } from '../connection/connection';
import type { QueuedExpectation } from '../expectations/queued-expectation';
import type { ScenarioResponse } from './http-request';
import type { Parts } from './steps';

/** One user in a run, also after its end. */
export class Role {
  client: WebSocketClient | undefined;
  connection: Connection | undefined;
  queued: QueuedExpectation | undefined;
  readonly responses: ScenarioResponse[] = [];
  /** When it connected, on the clock of `performance.now()`. */
  since = Number.POSITIVE_INFINITY;

  constructor(readonly parts: Parts) {}
}
