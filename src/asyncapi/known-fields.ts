import { nearestName } from '../text/nearest-name';
import { show } from '../text/show';
import type { Located } from './located';

const DESCRIBED = ['title', 'summary', 'description', 'tags', 'externalDocs'];

/** The fields of AsyncAPI's objects, of 2.x and 3.x. */
const FIELDS = {
  document: [
    'asyncapi',
    'id',
    'info',
    'servers',
    'defaultContentType',
    'channels',
    'operations',
    'components',
    'tags',
    'externalDocs',
  ],
  channel: [...DESCRIBED, 'address', 'messages', 'servers', 'parameters', 'bindings', 'subscribe', 'publish'],
  operation: [
    ...DESCRIBED,
    ...['action', 'channel', 'messages', 'reply', 'security', 'bindings', 'traits'],
    ...['operationId', 'message'],
  ],
  reply: ['address', 'channel', 'messages'],
  message: [
    ...DESCRIBED,
    ...['payload', 'headers', 'correlationId', 'contentType', 'name', 'bindings', 'examples', 'traits'],
    ...['messageId', 'schemaFormat', 'oneOf'],
  ],
} as const;

/** How many letters of a name may be wrong, depending on its length. */
const wrongLetters = (name: string): number => (name.length < 5 ? 1 : 2);

/**
 * Refuses a field whose name is misspelt, since what it says would be ignored. Other unknown fields are allowed.
 * @throws {DocumentProblem} that names the nearest known field.
 */
export function refuseMisspeltField(at: Located, kind: keyof typeof FIELDS): void {
  const known: readonly string[] = FIELDS[kind];
  for (const name of Object.keys(at.record())) {
    if (known.includes(name) || name.startsWith('x-') || name.startsWith('$')) continue;
    const nearest = nearestName(name, known, wrongLetters(name));
    if (nearest !== undefined) throw at.problem(`has no field ${show(name)}. Did you mean '${nearest}'?`, name);
  }
}
