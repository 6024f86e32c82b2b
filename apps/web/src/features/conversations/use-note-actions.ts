'use client';

import type { Asides, NoteRow } from '@recado/core/conversations/contract';
import { toast } from '@recado/ui/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { mergeNotes } from './asides.ts';

/** Writes, changes and takes away notes. What the server answers shows at once; what it refuses is given back to whoever wrote it. */
export function useNoteActions(conversationId: string) {
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const show = useCallback(
    (note: NoteRow) =>
      queries.setQueriesData<Asides>({ queryKey: queryKeys.asides(conversationId) }, (asides) =>
        mergeNotes(asides, [note]),
      ),
    [queries, conversationId],
  );
  const tried = async (ask: () => Promise<NoteRow>): Promise<boolean> => {
    try {
      show(await ask());
      return true;
    } catch (error) {
      toast(errorText(error));
      return false;
    }
  };
  return {
    add: (clientNoteId: string, text: string, mentionedIds: string[]) =>
      tried(() =>
        client.conversations.addNote.mutate({
          workspaceId: workspace.id,
          input: { conversationId, clientNoteId, text, mentionedIds },
        }),
      ),
    edit: (noteId: string, text: string, mentionedIds: string[]) =>
      tried(() =>
        client.conversations.editNote.mutate({ workspaceId: workspace.id, input: { noteId, text, mentionedIds } }),
      ),
    remove: (noteId: string) =>
      tried(() => client.conversations.deleteNote.mutate({ workspaceId: workspace.id, input: { noteId } })),
  };
}
