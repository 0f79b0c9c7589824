/** The status of a test. Each has a shape of its own, so that it is not told by colour alone. */
export function StatusIcon({ status, label = true }: { status: string; label?: boolean }) {
  const aria = label ? { role: 'img' as const, 'aria-label': status } : { 'aria-hidden': true as const };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would be a tooltip; the label is in the attributes
    <svg class={`status-icon is-${status}`} viewBox="0 0 16 16" width="16" height="16" {...aria}>
      {status === 'passed' && (
        <>
          <circle cx="8" cy="8" r="7" class="fill" />
          <path d="M4.8 8.2 7.1 10.5 11.3 5.8" class="on-fill" />
        </>
      )}
      {status === 'failed' && (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" class="fill" />
          <path d="M5.3 5.3 10.7 10.7 M10.7 5.3 5.3 10.7" class="on-fill" />
        </>
      )}
      {status === 'skipped' && (
        <>
          <circle cx="8" cy="8" r="6.25" class="line" />
          <path d="M5 8H11" class="line" />
        </>
      )}
      {status === 'todo' && <circle cx="8" cy="8" r="6.25" class="line dotted" />}
    </svg>
  );
}
