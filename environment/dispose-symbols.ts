const names = ['dispose', 'asyncDispose'] as const;

/** Node 20 defines `Symbol.asyncDispose` in its main realm only, and `await using` in a test looks for it in the test's. */
export function defineDisposeSymbols(global: object): void {
  const { Symbol: inner } = global as { Symbol: SymbolConstructor };
  for (const name of names) {
    if (!(name in inner)) Object.defineProperty(inner, name, { value: Symbol[name] });
  }
}
