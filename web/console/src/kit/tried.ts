const KEY = "parley.tried";

/** Whether somebody on this device has asked the assistant a question of her own. */
export const tried = () => localStorage.getItem(KEY) === "1";
export const setTried = () => localStorage.setItem(KEY, "1");
