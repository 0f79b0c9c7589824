import type { Channel, MessageDefinition, Operation } from '../contract/definition';
import type { JsonSchemas } from './ajv';
import { channelsOf } from './channel';
import { refuseMisspeltField } from './known-fields';
import type { Located } from './located';
import { Messages } from './message';
import { basesOf, type Side, serversOf } from './servers';

/**
 * The channels of a document of AsyncAPI 2. Its operations say what others do with the application that it describes: they
 * `subscribe` to what it sends.
 */
export function channelsOfVersion2(root: Located, side: Side, schemas: JsonSchemas): readonly Channel[] {
  const messages = new Messages({ traitsWin: true, contentType: root.text('defaultContentType') }, schemas);
  const sources = (root.get('channels')?.entries() ?? []).map(([address, channel]) => {
    refuseMisspeltField(channel, 'channel');
    const operations = (['subscribe', 'publish'] as const).flatMap((action): Operation[] => {
      const operation = channel.get(action);
      if (!operation) return [];
      refuseMisspeltField(operation, 'operation');
      return [
        {
          get where() {
            return operation.where;
          },
          name: operation.text('operationId') ?? `${action} ${address}`,
          direction: (action === 'subscribe') === (side === 'server') ? 'received' : 'sent',
          messages: messagesOf(operation, messages),
          replies: [],
        },
      ];
    });
    const bases = basesOf(serversOf(root, channel));
    return { channel, name: address, address, bases, operations, isOfReplies: false };
  });
  return channelsOf(sources, schemas);
}

function messagesOf(operation: Located, messages: Messages): MessageDefinition[] {
  const message = operation.get('message');
  if (!message) return [];
  const own = operation.text('operationId') ?? 'message';
  const several = alternativesOf(message, []);
  return several.map((one, index) => messages.of(one, nameOf(one, one === message ? own : `${own} ${index + 1}`)));
}

/** A message, or those of its `oneOf`, which may have some in turn. */
function alternativesOf(message: Located, around: readonly string[]): Located[] {
  if (around.includes(message.id)) throw message.problem('is a message that is one of its own alternatives');
  const several = message.get('oneOf')?.items();
  return several ? several.flatMap((one) => alternativesOf(one, [...around, message.id])) : [message];
}

/** The name of a message is its key among the components. */
const nameOf = (message: Located, otherwise: string): string =>
  message.key === 'message' || /^\d*$/.test(message.key) ? otherwise : message.key;
