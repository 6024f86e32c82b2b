'use client';

import { dayKey } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Popover } from '@recado/ui/popover';
import { TextInput } from '@recado/ui/text-input';
import { toast } from '@recado/ui/toaster';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

/** A day that hangs from a button: chosen, the first message of it or after it is told. Days are the reader's, as those of the dividers are. */
export function JumpToDay({
  conversationId,
  from,
  trigger,
  onJump,
}: {
  conversationId: string;
  /** The day that stands there first. */
  from: Date;
  trigger: ReactNode;
  onJump: (seq: number) => void;
}) {
  const t = useTranslations('conversations.jump');
  const { client, workspace } = useDesk();
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState(() => dayKey(from));
  const [isBusy, setBusy] = useState(false);
  const jump = async () => {
    const at = new Date(`${day}T00:00:00`);
    if (Number.isNaN(at.getTime())) return;
    setBusy(true);
    try {
      const input = { conversationId, at: at.toISOString() };
      const { seq } = await client.conversations.seekDay.query({ workspaceId: workspace.id, input });
      if (seq === null) toast(t('nothing'));
      else onJump(seq);
      setOpen(false);
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setDay(dayKey(from));
      }}
      label={t('title')}
      trigger={trigger}
    >
      <form
        method="post"
        className="flex items-end gap-2 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void jump();
        }}
      >
        <div className="min-w-0 flex-1">
          <Field label={t('title')}>
            {(control) => (
              <TextInput
                {...control}
                type="date"
                required
                max={dayKey(new Date())}
                value={day}
                onChange={({ target }) => setDay(target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" look="primary" className="h-11" busy={isBusy}>
          {t('go')}
        </Button>
      </form>
    </Popover>
  );
}
