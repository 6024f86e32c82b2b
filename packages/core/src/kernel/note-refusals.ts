import type { Database } from '@recado/db';

/** Adds to what was refused today, by reason; called by the process that runs the jobs, now and then and in bulk. */
export async function noteRefusals(db: Database, counts: Record<string, number>): Promise<void> {
  await db`select jobs.count_refusals(${JSON.stringify(counts)}::text::jsonb)`;
}
