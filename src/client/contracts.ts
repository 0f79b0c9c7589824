import { existsSync } from 'node:fs';
import type { documentAt } from '../asyncapi/document-cache';
import type { CodecProfile } from '../codecs/codec-profile';
import { type ContractOptions, namesOne } from '../connection/contract-options';
import { type ConnectionContract, ContractWatch, type WatchContract } from '../connection/contract-watch';
import { pathOf } from '../connection/websocket-url';
import type { Contract } from '../contract/contract';
import { Coverage } from '../contract/coverage';
import type { Channel } from '../contract/definition';
import { schemaContract } from '../contract/schema-contract';
import type { ContractRecord } from '../record/contract-record';
import { isLearning } from '../record/traffic-record';
import { underRoot } from '../runtime/root-dir';
import { listed } from '../text/listed';
import { nearestName } from '../text/nearest-name';
import { oneLine, show } from '../text/show';
import { UsageError } from '../text/usage-error';

type Given = false | string | ContractOptions | undefined;

/** Loaded with the first contract: it needs packages that few have. */
const documents: typeof documentAt = (...args) =>
  (require('../asyncapi/document-cache') as typeof import('../asyncapi/document-cache')).documentAt(...args);

/** The contracts of a test file. */
export class Contracts {
  readonly #root: string;
  readonly #coverage = new Map<Contract, Coverage>();
  readonly #isCounting: boolean;

  /**
   * @param root Jest's `rootDir`: paths are relative to it.
   * @param isCounting Whether to count what the tests have seen of contracts, for a report.
   */
  constructor(root: string, isCounting: boolean) {
    this.#root = root;
    this.#isCounting = isCounting;
  }

  /** What was seen of each contract so far. */
  get coverage(): readonly ContractRecord[] {
    return [...this.#coverage].map(([{ files }, { items }]) => ({ contract: files[0] as string, items }));
  }

  #coverageOf(contract: Contract): Coverage | undefined {
    if (!this.#isCounting || contract.files.length === 0) return undefined;
    const coverage = this.#coverage.get(contract) ?? new Coverage(contract);
    this.#coverage.set(contract, coverage);
    return coverage;
  }

  #pathOf(document: string): string {
    return underRoot(this.#root, document);
  }

  /** Whether the document is about to be learnt from this run (`contract --learn`), so that there is nothing to load yet. */
  #isToBeLearnt(given: Given): boolean {
    const document = typeof given === 'object' ? given.document : given || undefined;
    return document !== undefined && isLearning() && !existsSync(this.#pathOf(document));
  }

  /**
   * Loads the contract that the options name before it is needed.
   * @throws {UsageError} when its document is wrong.
   */
  prepare(given: Given): void {
    const contract = this.#isToBeLearnt(given) ? undefined : this.load(given);
    if (contract) this.#coverageOf(contract); // a report lists it even if no client uses it
  }

  /**
   * The contract that the options name; undefined for none.
   * @throws {UsageError} when its document is wrong.
   */
  load(given: Given): Contract | undefined {
    if (given === undefined || given === false) return undefined;
    const options = typeof given === 'string' ? { document: given } : given;
    const { document, incoming, outgoing, describes = 'server' } = options;
    if (document !== undefined && (incoming || outgoing)) {
      throw new UsageError('The option contract takes either a document, or the schemas incoming and outgoing.');
    }
    if (document !== undefined) {
      return documents(this.#pathOf(document), this.#root, describes);
    }
    if (!namesOne(options))
      throw new UsageError(
        'The option contract has neither a document nor schemas: write { document } or { incoming, outgoing }.',
      );
    return schemaContract({ ...(incoming && { incoming }), ...(outgoing && { outgoing }) });
  }

  /**
   * What a connection to an address is held to; undefined for nothing.
   * @throws {UsageError} when its document is wrong, or has no channel for the address and what is unknown fails.
   */
  of(given: Given, address: string, { documented, messagesIn }: CodecProfile): WatchContract | undefined {
    const contract = this.#isToBeLearnt(given) ? undefined : this.load(given);
    if (!contract) return undefined;
    const { channel, unknown = 'fail', sent = true }: ContractOptions = typeof given === 'object' ? given : {};
    const channels =
      channel !== undefined
        ? channelsNamed(contract, [channel].flat())
        : // all channels, where the codec names that of each message, or the right one may be yet to be learnt
          channelsAt(contract, address, documented !== undefined || isLearning(), unknown);
    if (channels.length === 0 && unknown === 'ignore') return undefined;
    const spoken = documented ? contract.channels : channels;
    const held: ConnectionContract = {
      judge: contract.judgeOf(channels),
      channels: spoken,
      unknown,
      sent,
      coverage: this.#coverageOf(contract)?.ofConnection(spoken),
      documented,
      messagesIn,
      judgeAt: (of) => {
        const found = contract.channelsAt(of);
        return found.length === 0 ? undefined : contract.judgeOf(found);
      },
    };
    return (log, decoder) => new ContractWatch(held, log, decoder);
  }
}

/** @param orAll Whether all channels are returned if none has the address. */
function channelsAt(contract: Contract, address: string, orAll: boolean, unknown: string): readonly Channel[] {
  const path = pathOf(address);
  const channels = contract.channelsAt(path);
  if (channels.length > 0) return channels;
  if (orAll) return contract.channels;
  if (unknown !== 'fail') return [];
  throw new UsageError(
    `${contract.source} has no channel for ${oneLine(path)}: ${channelsOf(contract)}. ` +
      'Name the one that is meant, by contract: { channel }, or connect with contract: false.',
  );
}

function channelsNamed(contract: Contract, names: readonly string[]): readonly Channel[] {
  return names.flatMap((name) => {
    const channels = contract.channels.filter((channel) => channel.name === name || channel.id === name);
    if (channels.length > 0) return channels;
    const near = nearestName(
      name,
      contract.channels.flatMap((channel) => [channel.id, channel.name]),
    );
    const advice = near === undefined ? `${channelsOf(contract)}.` : `did you mean ${show(near)}?`;
    throw new UsageError(`${contract.source} has no channel ${show(name)}: ${advice}`);
  });
}

function channelsOf({ channels }: Contract): string {
  const names = [...new Set(channels.map(({ id, name }) => oneLine(id === name ? name : `${id} (${name})`)))];
  return `it has ${listed(names)}`;
}
