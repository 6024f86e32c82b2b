'use client';

import { Avatar } from '@recado/ui/avatar';
import { Button } from '@recado/ui/button';
import { ProgressBar } from '@recado/ui/progress-bar';
import { toast } from '@recado/ui/toaster';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { Section } from '../security/section.tsx';
import { isSessionOver, wireErrorOf } from '../session/app-error.ts';
import { sendFile } from '../session/send-file.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { ownPhotoAddress } from '../shell/own-photo-address.ts';
import { shrinkPhoto } from './shrink-photo.ts';

type Doing = 'nothing' | 'preparing' | 'sending' | 'removing';

/** The picture that colleagues see of a person, or their initials; another one is shown as it will look before it is sent. */
export function OwnPhoto() {
  const t = useTranslations('profile.photo');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const router = useRouter();
  const { client, viewer, endSession } = useDesk();
  const { person } = viewer;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef<File | null>(null);
  const [chosen, setChosen] = useState<Blob | null>(null);
  const preview = useObjectUrl(chosen);
  const [doing, setDoing] = useState<Doing>('nothing');
  const [sent, setSent] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const isBusy = doing !== 'nothing';
  // when a change is done the button that was pressed is not there any more, and the field takes no focus before it is done
  const isPressedGone = useRef(false);
  useEffect(() => {
    if (doing !== 'nothing' || !isPressedGone.current) return;
    isPressedGone.current = false;
    field.current?.focus();
  }, [doing]);

  const choose = async (file: File) => {
    latest.current = file;
    setProblem(null);
    setChosen(null);
    setDoing('preparing');
    const small = await shrinkPhoto(file).catch(() => null);
    if (latest.current !== file) return;
    setDoing('nothing');
    if (small) setChosen(small);
    else setProblem(t('unreadable', { name: file.name }));
  };
  const change = async (what: Doing, call: () => Promise<unknown>, told: string) => {
    setProblem(null);
    setDoing(what);
    try {
      await call();
      setChosen(null);
      toast(told);
      router.refresh();
      isPressedGone.current = true;
    } catch (error) {
      const wire = wireErrorOf(error);
      if (isSessionOver(wire.code)) endSession(wire);
      else setProblem(errorText(error));
    } finally {
      setDoing('nothing');
    }
  };
  const send = (photo: Blob) => {
    setSent(0);
    void change('sending', () => sendFile('/photo', photo, person.id, setSent), t('saved'));
  };
  const remove = () => void change('removing', () => client.ownAccount.removePhoto.mutate(), t('removed'));
  const shown = person.photo ? t('current') : t('initials');
  return (
    <Section title={t('title')} detail={t('detail')}>
      <div className="flex flex-col items-start gap-5 sm:flex-row sm:items-center">
        <Avatar name={person.name} seed={person.id} size="huge" src={preview ?? ownPhotoAddress(person)} />
        <div className="grid min-w-0 gap-3">
          <p role="status" className="text-quiet">
            {doing === 'preparing' ? t('preparing') : chosen ? t('preview') : shown}
          </p>
          <div className="flex flex-wrap gap-2">
            {chosen && (
              <Button busy={isBusy} onClick={() => send(chosen)}>
                {t('save')}
              </Button>
            )}
            <Button
              asChild
              look={chosen ? 'quiet' : 'secondary'}
              className="relative cursor-pointer has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2"
            >
              <label>
                {chosen ? t('other') : person.photo ? t('choose') : t('add')}
                <input
                  ref={field}
                  type="file"
                  accept="image/*"
                  className="sr-only"
                  disabled={doing === 'sending' || doing === 'removing'}
                  aria-describedby={problem ? `${id}-hint ${id}-problem` : `${id}-hint`}
                  aria-invalid={problem ? true : undefined}
                  onChange={(event) => {
                    const file = event.target.files?.[0];
                    // the same file again is a choice too
                    event.target.value = '';
                    if (file) void choose(file);
                  }}
                />
              </label>
            </Button>
            {chosen ? (
              <Button
                look="quiet"
                disabled={isBusy}
                onClick={() => {
                  setChosen(null);
                  field.current?.focus();
                }}
              >
                {tCommon('cancel')}
              </Button>
            ) : (
              person.photo && (
                <Button look="quiet" busy={isBusy} onClick={remove}>
                  {t('remove')}
                </Button>
              )
            )}
          </div>
          {doing === 'sending' && <ProgressBar value={sent} label={t('sending')} />}
          {problem && (
            <p id={`${id}-problem`} role="alert" className="text-dense text-danger">
              {problem}
            </p>
          )}
        </div>
      </div>
      <p id={`${id}-hint`} className="max-w-xl text-dense text-quiet">
        {t('hint')}
      </p>
    </Section>
  );
}

/** An address of bytes in this browser for as long as they are shown. */
function useObjectUrl(bytes: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) return;
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => {
      setUrl(null);
      URL.revokeObjectURL(made);
    };
  }, [bytes]);
  return url;
}
