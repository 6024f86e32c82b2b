'use client';

import type { Preferences } from '@recado/core/notifications/contract';
import { toast } from '@recado/ui/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { type NotificationPage, notificationsKey } from './use-notifications.ts';

const withChange = (preferences: Preferences, change: Partial<Preferences>): Preferences => ({
  ...preferences,
  ...change,
  choices: { ...preferences.choices, ...change.choices },
});

/**
 * What one chose to be told, and how that is changed: a press shows at once and stays, also where an answer arrives that was asked for
 * before it. Changes go out one after the other, so that the last press is what is kept; one that is refused goes back.
 */
export function usePreferences(kept: Preferences | undefined) {
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [unsaved, setUnsaved] = useState<Partial<Preferences>[]>([]);
  const turn = useRef(Promise.resolve());
  const save = (change: Partial<Preferences>) => {
    setUnsaved((now) => [...now, change]);
    turn.current = turn.current.then(async () => {
      try {
        await client.notifications.savePreferences.mutate({ workspaceId: workspace.id, input: change });
        await queries.cancelQueries({ queryKey: notificationsKey });
        queries.setQueryData<NotificationPage>(
          notificationsKey,
          (now) => now && { ...now, preferences: withChange(now.preferences, change) },
        );
        void queries.invalidateQueries({ queryKey: notificationsKey });
      } catch (error) {
        toast(errorText(error));
      }
      setUnsaved((now) => now.filter((each) => each !== change));
    });
  };
  return { preferences: kept && unsaved.reduce(withChange, kept), save };
}
