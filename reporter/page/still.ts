import { Component, type ComponentChildren, type ComponentType } from 'preact';

/** A component that is drawn anew only when one of its properties has become another one: most rows of a list stay as they are. */
export function still<P extends object>(draw: (props: P) => ComponentChildren): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const old = this.props as Record<string, unknown>;
      return Object.entries(next).some(([name, value]) => old[name] !== value);
    }

    override render(props: P): ComponentChildren {
      return draw(props);
    }
  };
}
