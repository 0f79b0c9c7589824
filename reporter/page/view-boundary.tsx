import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import type { Go } from './hooks';
import type { ReportPlace } from './link';
import { Nothing } from './nothing';
import { PlaceLink } from './place-link';
import { beginning } from './words';

interface ViewBoundaryProps {
  readonly place: ReportPlace;
  readonly go: Go;
  readonly children: ComponentChildren;
}

/** A part of the page that fails alone: if a damaged record breaks it, the rest of the page still works. */
export function ViewBoundary({ place, go, children }: ViewBoundaryProps) {
  const [error, retry] = useErrorBoundary();
  useEffect(() => {
    if (error) retry();
  }, [place]);
  if (!error) return <>{children}</>;
  return (
    <main>
      <Nothing title="This part of the report cannot be shown" text={beginning(String(error.message ?? error), 300)} />
      <PlaceLink to={{ view: 'tests' }} go={go} class="way-out">
        Back to the tests
      </PlaceLink>
    </main>
  );
}
