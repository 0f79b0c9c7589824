import type { ComponentChildren } from 'preact';
import type { Go } from './hooks';
import { hashOf, type ReportPlace } from './link';

interface PlaceLinkProps {
  readonly to: ReportPlace;
  readonly go: Go;
  readonly class?: string;
  readonly isHere?: boolean;
  readonly children: ComponentChildren;
}

/** A link to another place in the report. With Ctrl or Shift, the browser opens it like any other link. */
export function PlaceLink({ to, go, isHere = false, children, ...rest }: PlaceLinkProps) {
  return (
    <a
      {...rest}
      href={hashOf(to)}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
