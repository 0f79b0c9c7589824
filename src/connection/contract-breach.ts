import type { Direction } from '../contract/definition';
import type { Message, TranscriptEntry } from '../log/transcript';

/** A message or a close that does not conform to the contract of its connection. */
export interface ContractBreach {
  readonly direction: Direction;
  /** The message; undefined for a close. */
  readonly message: Message | undefined;
  /** As a sentence without its subject: `#3 breaks ChatSaid of /chat: /text must be string, got number`. */
  readonly sentence: string;
  /** The same without the number of the message: `breaks ChatSaid of /chat: /text must be string, got number`. */
  readonly what: string;
  /** Whether it is only printed, and fails nothing. */
  readonly isWarning: boolean;
  /** Whether the test has said that it means it. */
  isMeant: boolean;
}

/** A breach that was reported to its test. */
export interface ToldBreach {
  /** To be called when the test has meant it: then it fails nothing. */
  pardon(): void;
  /** Whether a test can still mean it: false once it has failed a test that is over. */
  isOpen(): boolean;
}

/** How many are kept: a test with so many has failed long before. */
const MOST_BREACHES = 100;

/** The breaches of one connection, and which of them its test has meant. */
export class Breaches {
  /** Called for each breach that no expectation takes. */
  broken: (breach: ContractBreach) => ToldBreach = () => ({ pardon: () => {}, isOpen: () => true });
  /** The breaches that no expectation has taken. */
  readonly #left = new Map<ContractBreach, ToldBreach>();
  readonly #takers = new Set<(breach: ContractBreach) => boolean>();
  /** All breaches by their entries in the log, for as long as these are kept: several of a batch. */
  readonly #ofEntries = new WeakMap<TranscriptEntry, ContractBreach[]>();

  /** @param entry The entry of the log that breaks the contract. */
  tell(breach: ContractBreach, entry: TranscriptEntry | undefined): void {
    if (entry) this.#note(breach, entry);
    for (const taker of this.#takers) if (taker(breach)) return;
    const told = this.broken(breach);
    if (this.#left.size >= MOST_BREACHES) this.#forgetClosed();
    if (this.#left.size < MOST_BREACHES) this.#left.set(breach, told);
  }

  #note(breach: ContractBreach, entry: TranscriptEntry): void {
    const others = this.#ofEntries.get(entry);
    if (others) others.push(breach);
    else this.#ofEntries.set(entry, [breach]);
  }

  /** The breaches that no expectation has taken, and that have not failed a test that is over. */
  get open(): readonly ContractBreach[] {
    this.#forgetClosed();
    return [...this.#left.keys()];
  }

  /** How something in the log breaks the contract, at first what fails its test; undefined if it does not. */
  of(entry: TranscriptEntry): ContractBreach | undefined {
    const all = this.#ofEntries.get(entry);
    return all?.find(({ isMeant, isWarning }) => !isMeant && !isWarning) ?? all?.[0];
  }

  #forgetClosed(): void {
    for (const [breach, { isOpen }] of this.#left) if (!isOpen()) this.#left.delete(breach);
  }

  /** Takes the first breach that is meant, if there is one: it does not fail the test. */
  take(isMeant: (breach: ContractBreach) => boolean): ContractBreach | undefined {
    const breach = this.open.find(isMeant);
    if (!breach) return undefined;
    this.#left.get(breach)?.pardon();
    this.#left.delete(breach);
    breach.isMeant = true;
    return breach;
  }

  /** Takes the next breach that is meant, when it comes. Returns a function that ends this. */
  expect(isMeant: (breach: ContractBreach) => boolean, taken: (breach: ContractBreach) => void): () => void {
    const taker = (breach: ContractBreach) => {
      if (!isMeant(breach)) return false;
      this.#takers.delete(taker);
      breach.isMeant = true;
      taken(breach);
      return true;
    };
    this.#takers.add(taker);
    return () => this.#takers.delete(taker);
  }
}
