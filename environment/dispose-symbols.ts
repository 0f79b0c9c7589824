const names = ['dispose', 'asyncDispose'] as const;

/** Node 20 gives `Symbol.asyncDispose` to its main world only, and `await using` in a test looks for its own. */
export function defineDisposeSymbols(global: object): void {
  const { Symbol: inner } = global as { Symbol: SymbolConstructor };
  for (const name of names) {
    if (!(name in inner)) Object.defineProperty(inner, name, { value: Symbol[name] });
  }
}
