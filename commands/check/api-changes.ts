import { isCovered, shapeOf } from './addresses';
import { channelChanges } from './channel-changes';
import type { DescribedChannel } from './described-api';
import type { Change } from './severity';

/** The changes between two documents, as seen by a client that was written for the old one. */
export function apiChanges(old: readonly DescribedChannel[], now: readonly DescribedChannel[]): Change[] {
  const { pairs, added } = paired(old, now);
  return [
    ...pairs.flatMap(([one, other]) => (other ? channelChanges(one, other) : [goneChange(one)])),
    ...added.map((one): Change => ({ severity: 'compatible', channel: one.channel.name, text: 'is new', where: one.where })),
  ];
}

type Pair = readonly [old: DescribedChannel, now: DescribedChannel | undefined];

/** Pairs channels: by address with that of the server, then by address, then by name, then by what a new address also covers. */
function paired(old: readonly DescribedChannel[], now: readonly DescribedChannel[]) {
  const added = [...now];
  const found = new Map<DescribedChannel, DescribedChannel>();
  for (const isIt of [isTheSame, isAtOnePlace, hasSameAddress, hasSameKey]) {
    for (const one of old) {
      const index = found.has(one) ? -1 : added.findIndex((other) => isIt(one, other));
      if (index !== -1) found.set(one, added.splice(index, 1)[0] as DescribedChannel);
    }
  }
  for (const one of old) {
    const other = found.get(one) ?? now.find((wider) => answersAt(wider, one));
    if (other) found.set(one, other);
    if (other && added.includes(other)) added.splice(added.indexOf(other), 1);
  }
  return { pairs: old.map((one): Pair => [one, found.get(one)]), added };
}

const isTheSame = (one: DescribedChannel, other: DescribedChannel): boolean => hasSameKey(one, other) && isAtOnePlace(one, other);

const isAtOnePlace = ({ addresses }: DescribedChannel, { addresses: others }: DescribedChannel): boolean =>
  addresses.some((address) => others.some((other) => shapeOf(other) === shapeOf(address)));

const hasSameAddress = ({ channel }: DescribedChannel, { channel: other }: DescribedChannel): boolean =>
  shapeOf(channel.name) === shapeOf(other.name);

const hasSameKey = ({ key }: DescribedChannel, { key: other }: DescribedChannel): boolean => key === other;

const answersAt = (wider: DescribedChannel, one: DescribedChannel): boolean =>
  one.addresses.some((address) => isCovered(address, one, wider));

const goneChange = ({ channel, where }: DescribedChannel): Change => ({
  severity: 'breaking',
  channel: channel.name,
  text: 'is gone',
  where,
});
