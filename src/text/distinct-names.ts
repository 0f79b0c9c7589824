/** Names made distinct by a number, since `reconnect()` opens clients of the same name: `kim`, `kim (2)`. */
export function distinctNames(names: readonly string[]): string[] {
  const given = new Set(names);
  const counts = new Map<string, number>();
  return names.map((name) => {
    let count = (counts.get(name) ?? 0) + 1;
    while (count > 1 && given.has(`${name} (${count})`)) count++; // a client that is called so keeps its name
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
