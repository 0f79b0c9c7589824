import type { DescribedChannel } from './described-api';

/** How parameters are called says nothing to a client. */
export const unnamed = (address: string): string => address.replace(/\{[^{}]*\}/g, '{}');

/** A path that a client may have connected to. */
export function sampleOf(address: string, { parameters }: DescribedChannel): string {
  const values = new Map(parameters.map(({ name, schema }) => [name, (schema.schema as { enum?: unknown[] }).enum?.[0]]));
  return address.replace(/\{([^{}]*)\}/g, (_, name: string) => encodeURIComponent(String(values.get(name) ?? 'x')));
}
