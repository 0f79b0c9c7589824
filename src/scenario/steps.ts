import type { ConnectOptions } from '../connection/connect-options';
import type { MessageOrder } from '../expectations/requirement';
import type { Path } from '../text/path-text';
import type { ScenarioTimeouts } from './scenario-options';
import type { CompiledTemplate } from './template';

/** What every step has. */
interface Common {
  /** The name by which other steps refer to it in `after`. */
  readonly label?: string;
  /** The labels of the steps that it waits for. */
  readonly after: readonly string[];
  /** How long it waits when its turn has come (ms). */
  readonly delay: number;
  readonly times: number;
  readonly captures: readonly Capture[];
}

export interface Capture {
  readonly name: string;
  readonly from: Path | ((value: unknown) => unknown);
}

/** A part of a message that must exist, with this value if one is given. */
export interface Attribute {
  readonly text: string;
  readonly path: Path;
  readonly expected?: CompiledTemplate;
}

export interface ConnectStep extends Common {
  readonly kind: 'connect';
  readonly target: unknown;
  readonly options: ConnectOptions;
  /** What is done with the client before its messages are looked at. */
  readonly prepare: readonly ((client: never) => unknown)[];
}

export interface ExpectStep extends Common {
  readonly kind: 'expect';
  readonly expected: CompiledTemplate;
  readonly exact: boolean;
  readonly attributes: readonly Attribute[];
}

export interface SendStep extends Common {
  readonly kind: 'send';
  /** Whether it answers the expectation before it. */
  readonly isReply: boolean;
  readonly message: CompiledTemplate;
}

export interface RequestStep extends Common {
  readonly kind: 'request';
  readonly method: string;
  readonly url: CompiledTemplate;
  readonly headers: CompiledTemplate;
  readonly body: CompiledTemplate;
  /** The expected status of the response, if one is given. */
  readonly status: unknown;
  readonly response: CompiledTemplate;
}

interface CloseStep extends Common {
  readonly kind: 'close';
  readonly code: number;
  readonly reason: string;
}

/** Several lists of steps, of which one is done: the expectation at the head of each decides. */
interface OneOfStep extends Common {
  readonly kind: 'oneOf';
  readonly branches: readonly (readonly Step[])[];
}

export type Step = ConnectStep | ExpectStep | SendStep | RequestStep | CloseStep | OneOfStep;

/** What a scenario is made of. */
export interface Parts {
  readonly name: string;
  readonly order: MessageOrder;
  readonly timeouts: ScenarioTimeouts;
  readonly steps: readonly Step[];
}
