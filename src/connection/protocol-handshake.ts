import type { CodecHandshake, Payload } from '../codecs/codec';
import type { Log } from '../log/log';
import { startTimer } from '../runtime/timer';
import { listed } from '../text/listed';
import { isRecord } from '../text/options';
import { oneLine, reasonText, show } from '../text/show';
import { describeEnding } from './ending';
import type { HandshakeFailure } from './handshake-failure';
import type { LineOfCodec } from './line-of-codec';
import { maskAnswer } from './mask-answer';

const REASON_SHOWN = 300;

/** The opening handshake of a codec's protocol: it begins when that of the WebSocket is done. */
export class ProtocolHandshake {
  /** Settles when the protocol is ready, or with the reason why it is not. */
  readonly outcome: Promise<HandshakeFailure | undefined>;
  /** The object by which the codec tells its outcome. */
  readonly told: CodecHandshake;
  #isOver = false;

  /** @param settled Called as soon as its outcome is known. */
  constructor(line: LineOfCodec, codecName: string, settled: (failure?: HandshakeFailure) => void) {
    const what = `the handshake of the codec '${codecName}'`;
    const { left, all, latest } = line.timeLeft();
    const url = line.url();
    let settle: (failure?: HandshakeFailure) => void = () => {};
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    const over = (failure?: HandshakeFailure) => {
      if (this.#isOver) return;
      this.#isOver = true;
      stop();
      forget();
      settled(failure);
      settle(failure);
    };
    this.told = {
      done: () => over(),
      fail: (reason: unknown, properties?: unknown) => {
        const said = oneLine(maskAnswer(reasonText(reason)), REASON_SHOWN);
        const message = `${url} refused ${what}${said === '' ? '' : `: ${said}`}`;
        over({ message, ...(isRecord(properties) && { properties: { ...properties } }) });
      },
    };
    const stop = startTimer(
      left,
      () => {
        const came = `the server has sent ${sentText(payloadsIn(line.log))}`;
        const message = `${url} accepted the WebSocket, but ${what} was not done within ${Math.round(all)} ms: ${came}.`;
        over({ message, code: 'ETIMEDOUT' });
      },
      latest,
    );
    const forget = line.whenEnded((ending) => {
      const { code, reason } = ending;
      const message = `${url} did not complete ${what}: ${describeEnding(ending)}`;
      over({ message, properties: { code, reason } });
    });
  }

  /** Whether it goes on. */
  get isPending(): boolean {
    return !this.#isOver;
  }
}

/** The payloads that have come so far, including those of an incomplete message. */
const payloadsIn = ({ entries, incomplete }: Log): Payload[] => [
  ...entries.flatMap((entry) =>
    (entry.kind === 'message' || entry.kind === 'protocol') && entry.direction === 'received' ? entry.payload : [],
  ),
  ...incomplete,
];

const LISTED = 3;
const LONGEST = 120;

/** `'hello', 2 bytes 0102 and 5 more` */
function sentText(payloads: readonly Payload[]): string {
  if (payloads.length === 0) return 'nothing';
  return listed(payloads, LISTED, (payload) =>
    typeof payload === 'string' ? oneLine(maskAnswer(`'${payload}'`), LONGEST) : show(payload, LONGEST),
  );
}
