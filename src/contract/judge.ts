import { listed } from '../text/listed';
import { nearestName } from '../text/nearest-name';
import { show } from '../text/show';
import { type Constant, type ContractMessage, type Issue, type MessageDefinition, payloadFor } from './definition';
import { constantOf, type Discriminator, discriminatorOf, hasType, isConsistent, TYPE } from './discriminator';
import { shownValue, typeOf } from './issue-text';
import { valueAt } from './pointer';

/** What a contract says about a message. */
export type Verdict =
  | { readonly kind: 'fits'; readonly definition: MessageDefinition }
  /** It is meant to be of this kind, but does not fit. */
  | { readonly kind: 'breach'; readonly definition: MessageDefinition; readonly issues: readonly Issue[] }
  /** It is not documented. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** How many kinds are looked at to find the nearest, since each is checked completely. */
const MOST_NEAR = 30;
const NOTHING = 'no message is documented that goes this way';
const LONGEST_MISSPELT = 100;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'an array',
  'binary data': 'bytes',
  boolean: 'true or false',
  integer: 'an integer',
  nothing: 'empty',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

/**
 * Judges the messages of one direction. A message is as documented if it fits any definition. If it fits none, the constant
 * that tells kinds apart says which one it is meant to be; without such a constant, it is the nearest.
 */
export class MessageJudge {
  readonly #definitions: readonly MessageDefinition[];
  readonly #discriminator: Discriminator | undefined;

  /** @param definitions All messages that may go in this direction, each once. */
  constructor(definitions: readonly MessageDefinition[]) {
    this.#definitions = definitions;
    const [first] = definitions;
    this.#discriminator = first && definitions.length === 1 ? constantOf(first) : discriminatorOf(definitions);
  }

  judge(message: ContractMessage): Verdict {
    if (message.name !== undefined) return this.#judgeNamed(message, message.name);
    const constant = this.#discriminator && valueAt(message.payload, this.#discriminator.place);
    const told = constant === undefined ? undefined : this.#discriminator?.kinds.get(constant as Constant);
    const fitting = told?.find((kind) => kind.fits(message)) ?? this.#definitions.find((kind) => kind.fits(message));
    if (fitting) return { kind: 'fits', definition: fitting };
    if (this.#discriminator && constant !== undefined && !told) {
      return { kind: 'unknown', reason: unknownConstant(this.#discriminator, constant) };
    }
    const reason = this.#isOfNoType(message);
    if (reason !== undefined) return { kind: 'unknown', reason };
    return nearestOf(told ?? this.#definitions, message) ?? { kind: 'unknown', reason: NOTHING };
  }

  /** All definitions that it fits. */
  fitting(message: ContractMessage): readonly MessageDefinition[] {
    return this.#definitions.filter((definition) => definition.fits(message));
  }

  /** Why it is not documented, if no definition is of its type: for example a text, if all are objects. */
  #isOfNoType(message: ContractMessage): string | undefined {
    if (this.#definitions.length === 0 || this.#definitions.some((kind) => isOfType(kind, message))) return undefined;
    const types = this.#definitions.map(({ constants }) => constants.get(TYPE));
    const documented = [...new Set(types.flatMap((known) => [...(known ?? [])]))].map((type) => TYPE_WORDS[String(type)]);
    return `no message is ${TYPE_WORDS[typeOf(message.payload)]}: documented ${documented.length === 1 ? 'is' : 'are'} ${documented.join(', ')}`;
  }

  /** Judges a message whose name the codec tells. */
  #judgeNamed(message: ContractMessage, name: string): Verdict {
    const named = this.#definitions.filter((definition) => definition.name === name);
    if (named.length === 0) return { kind: 'unknown', reason: unknownName(name, this.#definitions) };
    const fitting = named.find((definition) => definition.fits(message));
    return fitting ? { kind: 'fits', definition: fitting } : (nearestOf(named, message) as Verdict);
  }
}

/** The definition with the fewest issues among those that a message may be meant to be. */
function nearestOf(kinds: readonly MessageDefinition[], message: ContractMessage): Verdict | undefined {
  const ofType = kinds.filter((kind) => isOfType(kind, message));
  const consistent = ofType.filter((kind) => isConsistent(kind, payloadFor(kind, message)));
  const near = [consistent, ofType, kinds].find(({ length }) => length > 0) ?? [];
  const found = near.slice(0, MOST_NEAR).map((definition) => ({ definition, issues: definition.issues(message) }));
  const [nearest] = found.sort((one, other) => one.issues.length - other.issues.length);
  return nearest && { kind: 'breach', ...nearest };
}

function isOfType(kind: MessageDefinition, message: ContractMessage): boolean {
  const types = kind.constants.get(TYPE);
  return !types || hasType(payloadFor(kind, message), types);
}

/** Which of the known values is meant. A long value, or an object, is no misspelling. */
function nearestOne(value: unknown, known: readonly string[]): string | undefined {
  const text = typeof value === 'object' ? '' : String(value);
  return text === '' || text.length > LONGEST_MISSPELT ? undefined : nearestName(text, known);
}

function unknownName(name: string, definitions: readonly MessageDefinition[]): string {
  const names = definitions.map((definition) => definition.name);
  const near = nearestOne(name, names);
  if (names.length === 0) return NOTHING;
  return `no message is called ${show(name)}: ${near === undefined ? `documented are ${listed(names)}` : `the nearest is '${near}'`}`;
}

function unknownConstant({ place, kinds }: Discriminator, constant: unknown): string {
  const near = nearestOne(constant, [...kinds.keys()].map(String));
  const owner = [...kinds].find(([value]) => String(value) === near)?.[1][0];
  const documented = owner
    ? `the nearest is ${shownValue(place, near)}, of ${owner.name}`
    : `documented are ${listed([...kinds.keys()].map((value) => shownValue(place, value)))}`;
  return `no message has ${shownValue(place, constant)} at ${place}: ${documented}`;
}
