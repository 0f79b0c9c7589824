/** How many cases of a property are tried: a tenth of them by `npm run quick`, which people wait for. */
export const runs = (count: number): number => ('isQuick' in globalThis ? Math.ceil(count / 10) : count);
