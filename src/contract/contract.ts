import type { Channel, Direction, DocumentedCloseCode, MessageDefinition } from './definition';
import { MessageJudge } from './judge';

/** What may be said over the WebSockets of an API. */
export class Contract {
  readonly #judges = new Map<string, ChannelsJudge>();

  constructor(
    /** The document, as it is shown: `asyncapi.yaml`. */
    readonly source: string,
    readonly channels: readonly Channel[],
    /** The paths of the files that it was read from; none if it is made of schemas. */
    readonly files: readonly string[],
  ) {}

  /** The channels that a connection to this path belongs to. */
  channelsAt(path: string): readonly Channel[] {
    return this.channels.filter((channel) => channel.matches(path));
  }

  /** Judges messages of some of its channels. */
  judgeOf(channels: readonly Channel[]): ChannelsJudge {
    const key = channels.map((channel) => this.channels.indexOf(channel)).join();
    const known = this.#judges.get(key);
    if (known) return known;
    const judge = new ChannelsJudge(channels);
    this.#judges.set(key, judge);
    return judge;
  }
}

/** Judges messages of the channels that one connection belongs to. */
export class ChannelsJudge {
  /** The names of the channels, for a sentence: `/chat`. */
  readonly name: string;
  readonly received: MessageJudge;
  readonly sent: MessageJudge;

  constructor(readonly channels: readonly Channel[]) {
    this.name = [...new Set(channels.map(({ name }) => name))].join(', ');
    this.received = new MessageJudge(definitionsOf(channels, 'received'));
    this.sent = new MessageJudge(definitionsOf(channels, 'sent'));
  }

  /** The documented close codes; undefined if no channel lists any. */
  get closeCodes(): ReadonlyMap<number, DocumentedCloseCode> | undefined {
    const listed = this.channels.flatMap(({ closeCodes }) => (closeCodes ? [...closeCodes] : []));
    return listed.length === 0 ? undefined : new Map(listed);
  }
}

/** All messages that may go in one direction, including replies, each once. */
export function definitionsOf(channels: readonly Channel[], direction: Direction): readonly MessageDefinition[] {
  const operations = channels.flatMap((channel) => channel.operations);
  const all = operations.flatMap((operation) => (operation.direction === direction ? operation.messages : operation.replies));
  return [...new Set(all)];
}
