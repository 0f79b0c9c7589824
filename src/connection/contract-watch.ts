import type { DocumentedMessage, Payload } from '../codecs/codec';
import type { ChannelsJudge } from '../contract/contract';
import { Correlations } from '../contract/correlation';
import type { ConnectionCoverage } from '../contract/coverage';
import { type Channel, type ContractMessage, type Direction, type MessageDefinition, opposite } from '../contract/definition';
import { TYPE } from '../contract/discriminator';
import { issuesText } from '../contract/issue-text';
import type { Log } from '../log/log';
import { ReceivedAnswer } from '../log/messages';
import type { Message, TranscriptEntry } from '../log/transcript';
import { said, show } from '../text/show';
import { Breaches } from './contract-breach';
import type { Ending } from './ending';

/** What becomes of undocumented messages. */
type Unknown = 'fail' | 'warn' | 'ignore';

/** A contract, as one connection is held to it. */
export interface ConnectionContract {
  /** Judges messages whose channel the codec does not tell. */
  readonly judge: ChannelsJudge;
  /** All channels whose messages may be sent or received on it. */
  readonly channels: readonly Channel[];
  readonly unknown: Unknown;
  /** Whether what the client sends is judged, too. */
  readonly sent: boolean;
  /** Counts what is seen, if a report is made. */
  readonly coverage?: ConnectionCoverage | undefined;
  /** What a message is to the contract, if its codec tells. */
  readonly documented?: ((message: unknown) => DocumentedMessage | undefined) | undefined;
  /** The messages in a sent one that carries several; undefined for a single message. It is never empty. */
  readonly messagesIn?: ((sent: unknown) => readonly unknown[] | undefined) | undefined;
  /** Judges messages of the channels with this address; undefined if there are none. */
  judgeAt(address: string): ChannelsJudge | undefined;
}

/** Begins to judge the messages of a connection. `decoder` gives what decodes a sent payload as the server will. */
export type WatchContract = (log: Log, decoder: () => ((payload: Payload) => unknown) | undefined) => ContractWatch;

/** A message that came or was sent by itself, or one of a batch. */
interface Passed {
  readonly entry: Message;
  /** Which one of the batch it is: `[1]`; otherwise `''`. */
  readonly item: string;
}

/** Judges everything that comes and goes on a connection, as it passes. */
export class ContractWatch {
  readonly contract: ConnectionContract;
  #isSuspended = false;
  readonly breaches = new Breaches();
  #close: TranscriptEntry | undefined;
  readonly #correlations: Correlations;
  readonly #decoder: () => ((payload: Payload) => unknown) | undefined;
  #lastSent = 0;

  /** @param decoder Gives what decodes a sent payload as the server will; undefined if that depends on the codec's state. */
  constructor(contract: ConnectionContract, log: Log, decoder: () => ((payload: Payload) => unknown) | undefined) {
    this.contract = contract;
    this.#decoder = decoder;
    log.watch((entry) => this.#look(entry));
    this.#correlations = new Correlations(contract.channels.flatMap(({ operations }) => operations));
  }

  /** Runs a function, and does not judge what it sends: that is wrong on purpose. */
  suspended(act: () => void): void {
    this.#isSuspended = true;
    try {
      act();
    } finally {
      this.#isSuspended = false;
    }
  }

  /** A message that cannot be judged counts as a breach, since an error thrown from here would end up in the socket. */
  #look(entry: TranscriptEntry): void {
    if (entry.kind !== 'message') {
      if (entry.kind === 'close') this.#close = entry;
      return;
    }
    const isJudged = !this.#isSuspended && (entry.direction === 'received' || this.contract.sent);
    if (!isJudged && !this.contract.coverage && !this.#correlations.areUsed('sent')) return;
    try {
      this.#lookAt(entry, isJudged);
    } catch (error) {
      if (isJudged) this.#break({ entry, item: '' }, `cannot be judged: ${said(error)}`);
      this.#correlations.note(undefined, entry.direction);
    }
  }

  #lookAt(entry: Message, isJudged: boolean): void {
    if (entry.direction === 'received') {
      if (entry instanceof ReceivedAnswer) return; // contracts do not describe acknowledgements
      if (entry.problem === undefined) this.#judge({ entry, item: '' }, entry.value);
      else this.#break({ entry, item: '' }, `cannot be decoded: ${entry.problem}`);
    } else if (entry.number !== this.#lastSent) {
      this.#lastSent = entry.number; // a message of several payloads has an entry for each
      const again = this.#decoder();
      const value = again ? again(entry.payload) : entry.value;
      const messages = this.contract.messagesIn?.(value);
      for (const [index, message] of (messages ?? [value]).entries()) {
        if (isJudged) this.#judge({ entry, item: messages ? `[${index}]` : '' }, message);
        else this.#notice(message, entry);
      }
    }
  }

  /** A sent message that is not judged may still be a request, and counts for the coverage if it is as documented. */
  #notice(value: unknown, entry: Message): void {
    const message = this.#documented(value, entry);
    this.#correlations.note(message, 'sent');
    const judge = message && !this.#isSuspended && this.contract.coverage ? this.#judgeOf(message) : undefined;
    if (!message || !judge) return;
    const verdict = judge.sent.judge(message);
    if (verdict.kind === 'fits') this.contract.coverage?.message(verdict.definition, 'sent', message, judge.channels);
  }

  #judgeOf({ channel }: DocumentedMessage): ChannelsJudge | undefined {
    return channel === undefined ? this.contract.judge : this.contract.judgeAt(channel);
  }

  #documented(value: unknown, { payload }: Message): (DocumentedMessage & ContractMessage) | undefined {
    const { documented } = this.contract;
    if (documented) return documented(value);
    const isMadeOfIt = typeof payload === 'string' && this.#decoder() !== undefined;
    return isMadeOfIt ? { payload: value, text: payload } : { payload: value };
  }

  #judge(passed: Passed, value: unknown): void {
    const message = this.#documented(value, passed.entry);
    if (!message) return;
    const judge = this.#judgeOf(message);
    if (judge) this.#judgeBy(judge, passed, message);
    else this.#isUnknown(passed, `no channel has the address ${show(message.channel)}`);
  }

  #judgeBy(judge: ChannelsJudge, passed: Passed, message: ContractMessage): void {
    const { direction } = passed.entry;
    const verdict = judge[direction].judge(message);
    if (this.#correlations.areUsed(direction)) this.#correlations.note(message, direction);
    if (verdict.kind === 'fits') this.#fits(passed, verdict.definition, message, judge);
    else if (verdict.kind === 'unknown')
      this.#isUnknown(passed, otherWay(judge, direction, message) ?? verdict.reason, judge.name);
    else this.#break(passed, `breaks ${verdict.definition.name} of ${judge.name}: ${issuesText(verdict.issues)}`);
  }

  #fits(passed: Passed, definition: MessageDefinition, message: ContractMessage, judge: ChannelsJudge): void {
    const { direction } = passed.entry;
    this.contract.coverage?.message(definition, direction, message, judge.channels);
    const problemOf = (one: MessageDefinition) => this.#correlations.problem(one, message, direction);
    const problem = problemOf(definition);
    if (problem === undefined || !judge[direction].fitting(message).every(problemOf)) return;
    this.#break(passed, `breaks ${definition.name} of ${judge.name}: ${problem}`);
  }

  #isUnknown(passed: Passed, reason: string, channel = ''): void {
    const { unknown } = this.contract;
    if (unknown === 'ignore') return;
    this.#break(passed, `is not documented${channel && ` for ${channel}`}: ${reason}`, unknown === 'warn');
  }

  #break({ entry: message, item }: Passed, problem: string, isWarning = false): void {
    const { direction, number } = message;
    const what = item === '' ? problem : `${item} ${problem}`;
    const sentence = `${direction === 'sent' ? 'sent ' : ''}#${number}${item} ${problem}`;
    this.breaches.tell({ direction, message, sentence, what, isWarning, isMeant: false }, message);
  }

  /** A close code of the application's own must be documented, if the contract documents any. */
  ended({ code, by }: Ending): void {
    const { judge, unknown, coverage } = this.contract;
    const { closeCodes } = judge;
    if (by === 'server') coverage?.close(code);
    if (!closeCodes || by !== 'server' || code < 4000 || closeCodes.has(code) || unknown === 'ignore') return;
    const what = `is not documented for ${judge.name}: documented are ${[...closeCodes.keys()].join(', ')}`;
    const sentence = `the close code ${code} ${what}`;
    const isWarning = unknown === 'warn';
    this.breaches.tell({ direction: 'received', message: undefined, sentence, what, isWarning, isMeant: false }, this.#close);
  }
}

/** Whether it is a message of the other direction: then the document is wrong, or read the wrong way round (`describes`). */
function otherWay(judge: ChannelsJudge, direction: Direction, message: ContractMessage): string | undefined {
  const other = opposite(direction);
  const verdict = judge[other].judge(message);
  if (verdict.kind !== 'fits') return undefined;
  const { name, constants } = verdict.definition;
  const isTold = message.name !== undefined || [...constants.keys()].some((place) => place !== TYPE);
  if (!isTold) return undefined; // it may fit by chance
  return `${name} is ${other} by clients, as it is documented; if the document describes the client, write describes: 'client'`;
}
