/** Shown in place of an empty list. */
export function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <div class="nothing-here">
      <svg width="120" height="72" viewBox="0 0 120 72" aria-hidden="true">
        <path d="M20 8V64 M60 8V64 M100 8V64" class="life" />
        <path d="M22 26H54 M98 44H66" class="line" />
        <path d="M58 26l-7 -4v8z M62 44l7 -4v8z" class="head" />
      </svg>
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
