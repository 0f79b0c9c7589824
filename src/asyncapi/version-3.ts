import { type Channel, type Direction, type MessageDefinition, type Operation, opposite } from '../contract/definition';
import { isRecord } from '../text/options';
import { show } from '../text/show';
import type { JsonSchemas } from './ajv';
import { bothWays, channelsOf } from './channel';
import { refuseMisspeltField } from './known-fields';
import type { Located } from './located';
import { Messages } from './message';
import { basesOf, type Side, serversOf } from './servers';

/** The channels of a document of AsyncAPI 3, whose operations say what the application that it describes does. */
export function channelsOfVersion3(root: Located, side: Side, schemas: JsonSchemas): readonly Channel[] {
  const messages = new Messages({ traitsWin: false, contentType: root.text('defaultContentType') }, schemas);
  const operations = operationsOf(root, side, messages);
  const sources = (root.get('channels')?.entries() ?? []).map(([name, channel]) => {
    refuseMisspeltField(channel, 'channel');
    const ofChannel = operations.filter(({ channelId }) => channelId === channel.id);
    const own = ofChannel.flatMap(({ operation }) => operation ?? []);
    return {
      channel,
      name,
      address: channel.text('address'),
      bases: basesOf(serversOf(root, channel)),
      operations: ofChannel.length > 0 ? own : bothWays(name, messagesOf(channel, undefined, messages)),
      isOfReplies: ofChannel.length > 0 && own.length === 0,
    };
  });
  return channelsOf(sources, schemas);
}

interface OfChannel {
  readonly channelId: string;
  /** Undefined for the channel of a reply: its messages are replies of the request's operation. */
  readonly operation: Operation | undefined;
}

function operationsOf(root: Located, side: Side, messages: Messages): OfChannel[] {
  const known = new Set((root.get('channels')?.entries() ?? []).map(([, channel]) => channel.id));
  return (root.get('operations')?.entries() ?? []).flatMap(([name, operation]): OfChannel[] => {
    refuseMisspeltField(operation, 'operation');
    const channel = channelOf(operation);
    if (!channel) throw operation.problem('has no channel');
    if (!known.has(channel.id)) {
      throw operation.problem('has a channel that is none of the document: write a $ref to one of its channels', 'channel');
    }
    const direction = directionOf(operation, side);
    const asked = messagesOf(channel, operation.get('messages'), messages);
    const answeredBy = (replies: Operation['replies']): Operation => ({
      name,
      get where() {
        return operation.where;
      },
      direction,
      messages: asked,
      replies,
    });
    const reply = operation.get('reply');
    if (!reply) return [{ channelId: channel.id, operation: answeredBy([]) }];
    refuseMisspeltField(reply, 'reply');
    const replyChannel = channelOf(reply) ?? channel;
    const replies = messagesOf(replyChannel, reply.get('messages'), messages);
    if (isSameConnection(channel, replyChannel)) {
      return [
        { channelId: channel.id, operation: answeredBy(replies) },
        { channelId: replyChannel.id, operation: undefined },
      ];
    }
    const back = { name: `${name} reply`, where: undefined, direction: opposite(direction), messages: replies, replies: [] };
    return [
      { channelId: channel.id, operation: answeredBy([]) },
      { channelId: replyChannel.id, operation: back },
    ];
  });
}

/** The channel of an operation or a reply, which must be a reference. */
function channelOf(operation: Located): Located | undefined {
  const channel = operation.get('channel');
  if (!channel || isRecord(channel.value)) return channel;
  throw operation.problem(
    `has the channel ${show(channel.value)}: write { $ref: ${show(`#/channels/${channel.value}`)} }`,
    'channel',
  );
}

function directionOf(operation: Located, side: Side): Direction {
  const action = operation.text('action');
  if (action !== 'send' && action !== 'receive') {
    const has = action === undefined ? 'has no action' : `has the action ${show(action)}`;
    throw operation.problem(`${has}: write 'send' or 'receive'`);
  }
  return (action === 'send') === (side === 'server') ? 'received' : 'sent';
}

/** Whether the messages of both go over the same WebSocket. */
function isSameConnection(channel: Located, other: Located): boolean {
  const [address, otherAddress] = [channel.text('address'), other.text('address')];
  return channel.id === other.id || address === undefined || otherAddress === undefined || address === otherAddress;
}

/** @param listed The messages that an operation lists; undefined for all of the channel. */
function messagesOf(channel: Located, listed: Located | undefined, messages: Messages): MessageDefinition[] {
  const named = channel.get('messages')?.entries() ?? [];
  const all = listed ? listed.items() : named.map(([, message]) => message);
  return all.map((message) => {
    if (message.get('oneOf')) {
      throw message.problem('has a oneOf, which version 3 does not have: write each as a message of the channel', 'oneOf');
    }
    const name = named.find(([, other]) => other.id === message.id)?.[0];
    return messages.of(message, name ?? message.key);
  });
}
