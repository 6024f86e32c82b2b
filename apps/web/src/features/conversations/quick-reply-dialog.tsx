'use client';

import { type QuickReplyRow, replyLimits } from '@recado/core/conversations/contract';
import { fillVariables, replyVariables, unknownVariables } from '@recado/core/conversations/rules';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextArea } from '@recado/ui/text-area';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { wireErrorOf } from '../session/app-error.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';

/** One quick reply: its code, its text with variables, and how it would read. */
export function QuickReplyDialog({ reply, onClose }: { reply: QuickReplyRow | null; onClose: () => void }) {
  const t = useTranslations('conversations.replies');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client, viewer, workspace } = useDesk();
  const maySharedToo = useMay('conversations.assign');
  const { isBusy, failure, run } = useAction([queryKeys.quickReplies]);
  const [code, setCode] = useState(reply?.code ?? '');
  const [body, setBody] = useState(reply?.body ?? '');
  const [isShared, setShared] = useState(reply?.isShared ?? maySharedToo);
  const [isTried, setTried] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const [unknown] = unknownVariables(body);
  const isCodeWrong = !/^[a-z0-9][a-z0-9_-]{0,31}$/.test(code.trim().toLowerCase());
  const failed = failure === null ? null : wireErrorOf(failure);
  const ofCode = failed?.params.field === 'code';
  const preview = fillVariables(body, {
    'contact.name': t('sample.name'),
    'contact.firstName': t('sample.firstName'),
    'contact.phone': '+34 600 000 000',
    'agent.name': viewer.person.name,
    'agent.firstName': viewer.person.name.split(' ')[0] ?? '',
    'workspace.name': workspace.name,
  }).text;
  const put = (name: string) => {
    const place = box.current;
    const at = place?.selectionStart ?? body.length;
    setBody(`${body.slice(0, at)}{{${name}}}${body.slice(place?.selectionEnd ?? at)}`);
    place?.focus();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t(reply ? 'editTitle' : 'newTitle')} closeLabel={tCommon('close')}>
      <form
        method="post"
        noValidate
        className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          setTried(true);
          if (isCodeWrong || body.trim() === '' || unknown !== undefined) return;
          const input = { replyId: reply?.id ?? null, code, body, isShared };
          const call = (workspaceId: string) => client.conversations.saveReply.mutate({ workspaceId, input });
          if (await run(call, t('saved'), 'form')) onClose();
        }}
      >
        {failure !== null && !ofCode && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field
          label={t('code')}
          hint={t('codeHint')}
          error={(isTried && isCodeWrong && t('codeWrong')) || (ofCode && errorText(failure))}
        >
          {(control) => (
            <TextInput
              {...control}
              value={code}
              maxLength={32}
              autoComplete="off"
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('body')}
          error={
            unknown !== undefined
              ? t('unknown', { name: unknown || '?' })
              : isTried && body.trim() === '' && t('bodyMissing')
          }
        >
          {(control) => (
            <TextArea
              {...control}
              ref={box}
              rows={5}
              maxLength={replyLimits.body}
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
        <div className="grid gap-1.5">
          <p className="text-dense text-quiet">{t('variables')}</p>
          <div className="flex flex-wrap gap-1.5">
            {replyVariables.map((name) => (
              <Button key={name} size="small" onClick={() => put(name)}>
                {t(`variable.${name.replace('.', '_') as 'contact_name'}`)}
              </Button>
            ))}
          </div>
        </div>
        {body.trim() !== '' && unknown === undefined && (
          <div className="grid gap-1.5">
            <p className="text-dense text-quiet">{t('preview')}</p>
            <p className="whitespace-pre-wrap break-words rounded-card bg-note-out px-3.5 py-2 text-body">{preview}</p>
          </div>
        )}
        {maySharedToo && (
          <Checkbox checked={isShared} onChange={(event) => setShared(event.target.checked)} label={t('forAll')} />
        )}
        <Button type="submit" look="primary" busy={isBusy}>
          {t('save')}
        </Button>
      </form>
    </Dialog>
  );
}
