import { Component, type ComponentChildren, type ComponentType } from 'preact';

/** A component that is only drawn again when one of its properties has changed, since most rows of a list stay the same. */
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
