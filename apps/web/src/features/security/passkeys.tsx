'use client';

import { PASSKEYS_MAX } from '@recado/core/identity/contract';
import { formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { Ellipsis, KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useNewPasskey } from '../identity/use-new-passkey.ts';
import { useKnowsPasskeys } from '../identity/use-passkey.ts';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { OwnLine } from './own-line.tsx';
import { Section } from './section.tsx';
import { type OwnPasskey, useOwnAction, useOwnPasskeys } from './use-own-account.ts';

/** The passkeys that open the account, and the way to make one more in this browser. */
export function Passkeys() {
  const t = useTranslations('ways.passkeys');
  const passkeys = useOwnPasskeys();
  const knowsPasskeys = useKnowsPasskeys();
  const { isBusy, run } = useOwnAction();
  const make = useNewPasskey();
  const isFull = (passkeys.data?.length ?? 0) >= PASSKEYS_MAX;
  return (
    <Section
      title={t('title')}
      detail={t('detail')}
      asked={passkeys}
      action={
        knowsPasskeys &&
        !isFull && (
          <Button busy={isBusy} onClick={() => void run(make)}>
            {t('add')}
          </Button>
        )
      }
    >
      {isFull && <Notice tone="attention">{t('full', { max: PASSKEYS_MAX })}</Notice>}
      {passkeys.data?.length === 0 && (
        <p className="max-w-xl text-quiet">{knowsPasskeys ? t('empty') : t('unsupported')}</p>
      )}
      {passkeys.data && passkeys.data.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {passkeys.data.map((passkey) => (
            <Passkey key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Passkey({ passkey }: { passkey: OwnPasskey }) {
  const t = useTranslations('ways.passkeys');
  const { client, viewer } = useDesk();
  const { run } = useOwnAction();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null);
  const { id: passkeyId, name } = passkey;
  const close = () => setAsking(null);
  return (
    <OwnLine
      mark={<KeyRound size={18} aria-hidden />}
      name={name}
      badge={passkey.isSynced && <Badge tone="neutral">{t('synced')}</Badge>}
      facts={
        <>
          <span>{t('created', { when: formatWhen(new Date(passkey.createdAt), reading) })}</span>
          <span>
            {passkey.usedAt ? t('used', { when: formatWhen(new Date(passkey.usedAt), reading) }) : t('unused')}
          </span>
        </>
      }
    >
      <Menu
        align="end"
        trigger={
          <IconButton label={t('more', { name })}>
            <Ellipsis size={20} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setAsking('rename')}>{t('rename')}</MenuItem>
        <MenuItem tone="danger" onSelect={() => setAsking('remove')}>
          {t('remove')}
        </MenuItem>
      </Menu>
      {asking === 'rename' && (
        <RenameDialog
          name={name}
          onClose={close}
          onName={(chosen) => {
            close();
            void run(() => client.passkeys.rename.mutate({ passkeyId, name: chosen }), t('renamed'));
          }}
        />
      )}
      <ConfirmDialog
        open={asking === 'remove'}
        setOpen={close}
        title={t('removeTitle', { name })}
        detail={t('removeDetail')}
        confirm={t('remove')}
        look="danger"
        onConfirm={() => {
          close();
          void run(() => client.passkeys.remove.mutate({ passkeyId }), t('removed'));
        }}
      />
    </OwnLine>
  );
}

function RenameDialog(props: { name: string; onClose: () => void; onName: (name: string) => void }) {
  const t = useTranslations('ways.passkeys');
  const tFields = useTranslations('identity.fields');
  const tCommon = useTranslations('common');
  const [name, setName] = useState(props.name);
  const [isMissing, setMissing] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('renameTitle')}
      description={t('renameDetail')}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        noValidate
        className="mt-6 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return setMissing(true);
          props.onName(name.trim());
        }}
      >
        <Field label={t('name')} error={isMissing ? tFields('required') : undefined}>
          {(control) => (
            <TextInput
              {...control}
              value={name}
              maxLength={60}
              autoFocus
              onChange={(event) => {
                setName(event.target.value);
                setMissing(false);
              }}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={props.onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary">
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
