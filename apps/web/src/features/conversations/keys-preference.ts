const key = 'recado.keys';

/** Whether single keys act in the inbox of this browser; they do until somebody says otherwise. */
export const areKeysOn = (): boolean => localStorage.getItem(key) !== 'off';
export const setKeysOn = (isOn: boolean): void => localStorage.setItem(key, isOn ? 'on' : 'off');
