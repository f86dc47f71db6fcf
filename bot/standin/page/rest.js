// @ts-check
/** The REST half of a person's client: one class, errors with their code and sentence. */

import { sayingOf } from "./sayings.js";

/** Seconds; who must wait longer is told so, and not kept waiting without a word. */
const LONGEST_WAIT = 5;

export class RestError extends Error {
  /** @param {number} status @param {number} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class Rest {
  /** @param {string} base the API's path, as "/api/v10" @param {string} token */
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  /** @param {string} path */
  get(path) {
    return this.request("GET", path);
  }

  /** @param {string} path @param {any} [body] */
  post(path, body) {
    return this.request("POST", path, body);
  }

  /** @param {string} path @param {any} [body] */
  put(path, body) {
    return this.request("PUT", path, body);
  }

  /** @param {string} path @param {any} body */
  patch(path, body) {
    return this.request("PATCH", path, body);
  }

  /** @param {string} path */
  delete(path) {
    return this.request("DELETE", path);
  }

  /** Sends JSON with files beside it, as multipart. @param {string} path @param {any} body @param {File[]} files */
  upload(path, body, files) {
    const form = new FormData();
    form.append("payload_json", JSON.stringify(body));
    files.forEach((file, index) => form.append(`files[${index}]`, file, file.name));
    return this.request("POST", path, form);
  }

  /** @param {string} method @param {string} path @param {any} [body] @returns {Promise<any>} */
  async request(method, path, body) {
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.send(method, path, body);
      if (response.status === 204) return null;
      const answer = await response.json().catch(() => null);
      if (response.ok) return answer;
      if (response.status === 429 && attempt < 4 && Number(answer?.retry_after ?? 1) <= LONGEST_WAIT) {
        await pause(Number(answer?.retry_after ?? 1) * 1000);
        continue;
      }
      throw new RestError(response.status, answer?.code ?? 0, sayingOf(answer, response.status));
    }
  }

  /** @param {string} method @param {string} path @param {any} body */
  async send(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { Authorization: this.token };
    const multipart = body instanceof FormData;
    if (body !== undefined && !multipart) headers["Content-Type"] = "application/json";
    const payload = body === undefined || multipart ? body : JSON.stringify(body);
    try {
      return await fetch(this.base + path, { method, headers, body: payload });
    } catch {
      throw new RestError(0, 0, "The local server did not answer.");
    }
  }
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
