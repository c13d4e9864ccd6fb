"""The door for time: jobs that ask a handler what is due at this `now`."""
