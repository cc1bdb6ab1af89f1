"""Evidence files: what arrives is read by its bytes, cleaned in a child process, and stored.

`sandbox.clean` is the door; `storage` keeps what came out of it. Nothing here knows records,
forms or the queue: bytes in, bytes out.
"""
