'use client';

import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { Ellipsis, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { OwnLine } from '../security/own-line.tsx';
import { Section } from '../security/section.tsx';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { type Person, type Team, usePeopleAction, useTeams } from './use-people.ts';

/** The groups that people are put into. */
export function Teams({ people }: { people: readonly Person[] }) {
  const t = useTranslations('people.teams');
  const { client } = useDesk();
  const teams = useTeams();
  const mayWrite = useMay('teams.write');
  const { run } = usePeopleAction();
  const [asking, setAsking] = useState<{ team: Team | null; what: 'edit' | 'delete' } | null>(null);
  const close = () => setAsking(null);
  const nameOf = (personId: string) => people.find((each) => each.personId === personId)?.name ?? '';
  return (
    <Section
      title={t('title')}
      detail={t('detail')}
      asked={teams}
      action={mayWrite && <Button onClick={() => setAsking({ team: null, what: 'edit' })}>{t('add')}</Button>}
    >
      {teams.data?.length === 0 && <p className="text-quiet">{t('empty')}</p>}
      {teams.data && teams.data.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {teams.data.map((team) => (
            <OwnLine
              key={team.id}
              mark={<UsersRound size={18} aria-hidden />}
              name={team.name}
              facts={
                <>
                  <span>{t('members', { count: team.personIds.length })}</span>
                  <span>{team.personIds.map(nameOf).filter(Boolean).join(', ')}</span>
                </>
              }
            >
              {mayWrite && (
                <Menu
                  align="end"
                  trigger={
                    <IconButton label={t('more', { name: team.name })}>
                      <Ellipsis size={20} aria-hidden />
                    </IconButton>
                  }
                >
                  <MenuItem onSelect={() => setAsking({ team, what: 'edit' })}>{t('edit')}</MenuItem>
                  <MenuItem tone="danger" onSelect={() => setAsking({ team, what: 'delete' })}>
                    {t('delete')}
                  </MenuItem>
                </Menu>
              )}
            </OwnLine>
          ))}
        </ul>
      )}
      {asking?.what === 'edit' && <TeamDialog team={asking.team} people={people} onClose={close} />}
      <ConfirmDialog
        open={asking?.what === 'delete'}
        setOpen={close}
        title={t('deleteTitle', { name: asking?.team?.name ?? '' })}
        detail={t('deleteDetail')}
        confirm={t('delete')}
        look="danger"
        onConfirm={() => {
          const teamId = asking?.team?.id ?? '';
          close();
          void run((workspaceId) => client.people.deleteTeam.mutate({ workspaceId, input: { teamId } }), t('deleted'));
        }}
      />
    </Section>
  );
}

function TeamDialog({ team, people, onClose }: { team: Team | null; people: readonly Person[]; onClose: () => void }) {
  const t = useTranslations('people.teams');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const { isBusy, failure, setFailure, run } = usePeopleAction();
  const [name, setName] = useState(team?.name ?? '');
  const [isMissing, setMissing] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>(team?.personIds ?? []);
  const isOfName = failure !== null && wireErrorOf(failure).params.field === 'name';
  return (
    <Dialog open onOpenChange={onClose} title={team ? t('editTitle') : t('newTitle')} closeLabel={tCommon('close')}>
      <form
        method="post"
        noValidate
        className="mt-5 grid gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          if (name.trim() === '') return setMissing(true);
          const input = { teamId: team?.id ?? null, name, personIds: [...chosen] };
          const call = (workspaceId: string) => client.people.saveTeam.mutate({ workspaceId, input });
          if (await run(call, t('saved'), 'form')) onClose();
        }}
      >
        {failure !== null && !isOfName && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('name')} error={isMissing ? t('missing') : isOfName ? errorText(failure) : undefined}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={60}
              value={name}
              onChange={({ target }) => {
                setName(target.value);
                setMissing(false);
                setFailure(null);
              }}
            />
          )}
        </Field>
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium">{t('people')}</legend>
          {people.map(({ personId, name: person }) => (
            <Checkbox
              key={personId}
              label={person}
              checked={chosen.includes(personId)}
              onChange={({ target }) =>
                setChosen((now) => (target.checked ? [...now, personId] : now.filter((each) => each !== personId)))
              }
            />
          ))}
        </fieldset>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
