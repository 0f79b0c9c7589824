import type { SettledWait } from './outcome';

/** An HTTP request that a scenario has sent. */
export interface HttpExchange {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** The name of the user who has sent it. */
  readonly user: string;
  readonly method: string;
  readonly url: string;
  /** What was sent, as text; undefined for nothing, and for bytes. */
  readonly sent?: string | undefined;
  /** Undefined as long as there is no answer. */
  answer?: { readonly at: number; readonly status: number; readonly body: unknown };
}

/** How many of either are kept. */
const KEPT = 10_000;

/** What a report shows of a scope, beside what its connections have in their logs and which of its waits have failed. */
export class Recording {
  readonly waits: SettledWait[] = [];
  readonly requests: HttpExchange[] = [];

  addWait(wait: SettledWait): void {
    if (this.waits.length < KEPT || wait.outcome.kind !== 'satisfied') this.waits.push(wait);
  }

  addRequest(request: HttpExchange): HttpExchange {
    if (this.requests.length < KEPT) this.requests.push(request);
    return request;
  }
}
