// Requests to the server. Every error is one sentence, made to be shown.

let token = "";
export const setToken = (value) => {
  token = value ?? "";
};

/** What the server refused; status 0 where it did not answer. */
export class Refusal extends Error {
  constructor(message, status, path) {
    super(message);
    this.status = status;
    this.path = path;
  }
}

/** Sends a request under /api and gives back its response; throws a Refusal otherwise. */
export async function send(path, { method = "GET", body, type, headers = {}, ...rest } = {}) {
  const all = { "X-Vintner-Token": token, ...headers };
  if (type) all["Content-Type"] = type;
  let response;
  try {
    response = await fetch(`/api/${path}`, { method, body, headers: all, cache: "no-store", ...rest });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal("no answer", 0, path);
  }
  if (response.ok) return response;
  let sentence = `${response.status} ${response.statusText}`;
  try {
    sentence = (await response.json()).error ?? sentence;
  } catch {
    // The answer was no JSON: the status has to do.
  }
  throw new Refusal(sentence, response.status, path);
}

export const get = async (path) => (await send(path)).json();

export const postFile = async (path, file) =>
  (await send(path, { method: "POST", body: file, type: "application/octet-stream" })).json();

export const post = async (path, value = {}) =>
  (await send(path, { method: "POST", body: JSON.stringify(value), type: "application/json" })).json();
