import type { Report } from './report';

/** A placeholder. */
export const pageOf = (report: Report): string =>
  `<!doctype html><meta charset="utf-8"><title>jest-websocket</title><p>${report.files.length} files`;
