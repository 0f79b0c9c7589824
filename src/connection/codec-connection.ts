import { payloadOf } from '../codecs/checked-codec';
import { Answer, type CodecConnection, type CodecHandshake, Incomplete } from '../codecs/codec';
import { kindOf } from '../codecs/kind-of';
import { LONGEST_TIMER } from '../runtime/timer';
import { whenFailed } from '../runtime/when-failed';
import { oneLine, reasonText, said } from '../text/show';
import type { LineOfCodec } from './line-of-codec';

/**
 * What a codec may know and do about its connection. The functions use no `this`, so that a codec can take them off the
 * object. They check their arguments.
 */
export function codecConnection(protocol: string, line: LineOfCodec, beginHandshake: () => CodecHandshake): CodecConnection {
  let handshake: CodecHandshake | undefined;
  return {
    protocol,
    send: (given, value) => {
      const payload = payloadOf(given, 'send() of the codec was given');
      if (!line.canSend()) return;
      line.log.sendTraffic(payload, value);
      line.write(payload);
    },
    sendMessage: (message) => line.send(message),
    traffic: (value) => line.log.receiveTraffic(value),
    answer: (value) => new Answer(value),
    incomplete: (problem: unknown) => new Incomplete(oneLine(reasonText(problem))),
    handshake: () => {
      handshake ??= beginHandshake();
      return handshake;
    },
    every: (interval, callback) => every(line, interval, callback),
    end: (reason: unknown) => line.ended(reasonText(reason)),
  };
}

/** Runs on real time, not on the fake timers of a test. It does not keep the process alive. */
function every(line: LineOfCodec, interval: unknown, callback: unknown): void {
  if (typeof interval !== 'number' || !(interval > 0) || interval > LONGEST_TIMER) {
    throw new TypeError(
      `every() of the codec was given ${kindOf(interval)}. It takes an interval in ms, above 0, and a function`,
    );
  }
  if (typeof callback !== 'function') {
    throw new TypeError(`every() of the codec was given ${kindOf(callback)} to call. It takes an interval in ms, and a function`);
  }
  let isOver = false;
  const failed = (error: unknown) => {
    if (!isOver) line.fail(`every() of the codec threw: ${said(error)}`);
  };
  const timer = setInterval(() => whenFailed(callback as () => unknown, failed), interval);
  timer.unref();
  line.whenEnded(() => {
    isOver = true;
    clearInterval(timer);
  });
}
