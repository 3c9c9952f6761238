"""The proof: no mail is lost and none is sent twice, whatever dies.

Real PostgreSQL and Redis, Celery workers and beats as processes of their own, and a real mail
server that can be told to fail. Each scenario asserts on what that server received. The short forms
run with the other tests that need services; `python -m tests.proof` runs the long ones
(docs/proof.md).
"""
