'use client';

import type { PayloadOf } from '@recado/core/operations/contract';
import { LoggedText } from './logged-text.tsx';

/** A piece of what a run carries. */
export function Payload({ runId, of, label }: { runId: string; of: PayloadOf; label: string }) {
  return (
    <LoggedText
      label={label}
      queryKey={['payload', runId, of]}
      ask={async (staff) => indented((await staff.payload.query({ input: { runId, of } })).json)}
    />
  );
}

function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
