import { maskedBeginning } from '../text/masked-beginning';
import type { Outcome, SettledWait } from './outcome';

/** An HTTP request that a scenario has sent. */
export interface HttpExchange {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** The name of the user who has sent it. */
  readonly user: string;
  readonly method: string;
  readonly url: string;
  /** The beginning of what was sent, as text; undefined for nothing, and for bytes. */
  readonly sent?: string | undefined;
  /** Undefined as long as there is no answer. */
  answer?: HttpAnswer;
}

interface HttpAnswer {
  readonly at: number;
  readonly status: number;
  /** The beginning of its text, or of its JSON. */
  readonly body: string;
}

/** How many waits, and how many requests, are kept. */
const KEPT = 10_000;
/** How many characters of a body are kept: more than a report shows, so that secrets in it are recognised. */
const KEPT_OF_BODY = 10_000;

/** Without its messages, which are in the logs: a recording must not keep them alive when they have left those. */
const SATISFIED: Outcome = { kind: 'satisfied', messages: [] };

/** What a report shows of a scope, in addition to the logs of its connections and its failed waits. */
export class Recording {
  readonly waits: SettledWait[] = [];
  /** How many more there were. */
  omittedWaits = 0;
  readonly requests: HttpExchange[] = [];

  addWait(wait: SettledWait): void {
    if (wait.outcome.kind !== 'satisfied') this.waits.push(wait);
    else if (this.waits.length < KEPT) this.waits.push({ ...wait, outcome: SATISFIED });
    else this.omittedWaits++;
  }

  addRequest(request: HttpExchange): HttpExchange {
    const { sent } = request;
    const kept = sent === undefined ? request : { ...request, sent: beginningOf(sent) };
    if (this.requests.length < KEPT) this.requests.push(kept);
    return kept;
  }

  /** @param body Text, or what was parsed from JSON. */
  addAnswer(request: HttpExchange, status: number, body: unknown): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    request.answer = { at: performance.now(), status, body: beginningOf(text) };
  }
}

/** A copy, since a part of a string keeps the whole in memory; masked, since the cut may be within a secret. */
function beginningOf(body: string): string {
  return body.length <= KEPT_OF_BODY ? body : Buffer.from(maskedBeginning(body, KEPT_OF_BODY)).toString();
}
